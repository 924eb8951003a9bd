/** The target cannot be judged at all. */
export class TargetFailed extends Error {
  override name = 'TargetFailed';
}
