const QUANTITY = /^[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;
const RFC3339 = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const BASE64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function isTime(text: string): boolean {
  const midnight = `${RFC3339.exec(text)?.[1]}T00:00:00.000Z`;
  const date = new Date(midnight);
  return !Number.isNaN(date.getTime()) && date.toISOString() === midnight; // not so on 30 February
}

/** The formats of the schemas, and how a problem names what they take. */
export const FORMATS = {
  int32: { type: 'number', validate: (n: number) => n >= -(2 ** 31) && n < 2 ** 31, right: 'a 32-bit integer' },
  int64: { type: 'number', validate: (n: number) => n >= -(2 ** 63) && n < 2 ** 63, right: 'a 64-bit integer' },
  double: { type: 'number', validate: Number.isFinite, right: 'a number' },
  byte: { type: 'string', validate: (text: string) => BASE64.test(text.replace(/[\r\n]/g, '')), right: 'base64' },
  'date-time': { type: 'string', validate: isTime, right: 'a time such as 2024-03-01T12:00:00Z' },
  quantity: {
    type: 'string',
    validate: (text: string) => QUANTITY.test(text),
    right: 'a quantity such as 500m or 2Gi',
  },
} as const;
