/** Whether `text` is a day of the calendar, `YYYY-MM-DD`: the only text that ever becomes part of an object's name. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  // Date rolls 2024-02-30 over to March, so only a day that survives the round trip exists.
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}
