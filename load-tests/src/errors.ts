/** Something that the person who asked for load can put right. The message says what. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
  readonly code: 'bad_target' | 'host_refused' | 'no_k6' | 'not_downscope';

  constructor(code: LoadError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
