declare module 'picomatch' {
  interface Options {
    /** a star stands for slashes as well */
    readonly bash?: boolean;
    readonly dot?: boolean;
    /** `!` at the beginning is a letter like others */
    readonly nonegate?: boolean;
    readonly nocase?: boolean;
    /** anywhere in the text */
    readonly contains?: boolean;
  }
  export default function picomatch(pattern: string, options?: Options): (text: string) => boolean;
}
