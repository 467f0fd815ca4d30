import { Answers, ByteBudget } from '../../../services/history-server/src/in-flight';

describe('ByteBudget', () => {
  it('is used up to its last byte, and refuses with 503 what is more', () => {
    const budget = new ByteBudget(100);
    budget.take(60);
    budget.take(40);
    expect(() => budget.take(1)).toThrow(
      expect.objectContaining({
        status: 503,
        detail: 'requests in flight hold 100 of 100 bytes (IN_FLIGHT_MAX_BYTES)',
        headers: { 'Retry-After': expect.stringMatching(/^[1-9]\d*$/) },
      }),
    );
    expect(budget.held).toBe(100);
    budget.give(40);
    budget.take(40);
    expect(budget.held).toBe(100);
  });
});

describe('Answers', () => {
  it('counts the same bytes once, until the last one that sends them is done', () => {
    const budget = new ByteBudget(100);
    const answers = new Answers(budget);
    const bytes = Buffer.alloc(60);
    const [first, second] = [answers.hold(bytes), answers.hold(bytes)] as const;
    expect(budget.held).toBe(60);
    first();
    expect(budget.held).toBe(60);
    second();
    expect(budget.held).toBe(0);
  });

  it('counts equal bytes in other memory again', () => {
    const budget = new ByteBudget(100);
    const answers = new Answers(budget);
    answers.hold(Buffer.alloc(60));
    expect(() => answers.hold(Buffer.alloc(60))).toThrow(expect.objectContaining({ status: 503 }));
    expect(budget.held).toBe(60);
  });
});
