import { headerOf, type StoredRecord } from './stored-record.ts';

/** As much of an event as fits a line of a terminal. */
interface Shown {
  readonly type: string;
  readonly subject: string;
  readonly data: unknown;
}

/** In either content mode of CloudEvents; what is no event says so. */
export function shown(record: Pick<StoredRecord, 'value' | 'headers'>): Shown {
  const content = parsed(record.value);
  const isBinary = 'ce_specversion' in record.headers;
  const attribute = (name: string): string => {
    const given = isBinary ? headerOf(record, `ce_${name}`) : isObject(content) ? content[name] : undefined;
    return typeof given === 'string' ? given : '';
  };
  const type = attribute('type');
  if (type === '') return { type: '(no event)', subject: '', data: undefined };
  return {
    type,
    subject: attribute('subject'),
    data: isBinary ? content : isObject(content) ? content['data'] : content,
  };
}

function parsed(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString() ?? '');
  } catch {
    return undefined;
  }
}

function isObject(content: unknown): content is Record<string, unknown> {
  return typeof content === 'object' && content !== null;
}
