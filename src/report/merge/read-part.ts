import { diagnosisOf } from '../diagnosis/json.ts';
import { readDiagnoses, ResultsError } from '../read-results.ts';
import { type EventFile, readEvents } from './read-events.ts';

/** Reads what is to be merged: events, or the JSON file of `diagnose`, which is whole. @throws ResultsError */
export function readPart(text: string, path: string): EventFile {
  const value = asJson(text);
  if (value === undefined || 'event' in value) return readEvents(text, path);
  if ('runs' in value)
    throw new ResultsError(
      `${path} tells how rules ended, not on what; merge joins runs by what --reporter events=FILE wrote`,
    );
  const diagnoses = readDiagnoses(text, path).map(diagnosisOf);
  return { path, parts: [], diagnoses, unexamined: [], isCut: false };
}

/** undefined where the text is not one object of JSON, as several events are not */
function asJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
