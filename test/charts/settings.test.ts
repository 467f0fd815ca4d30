import { readSettings, SettingsError } from '../../charts/settings';
import { thrownBy } from '../support/synth';

const VERSION = '1.2.3';
const DEFAULTS = {
  historyServerImage: 'history-server:1.2.3',
  priceFetcherImage: 'price-fetcher:1.2.3',
  nodeAddress: '192.0.2.10',
  replicas: 2,
  schedule: '*/20 14-17 * * *',
};

describe('readSettings', () => {
  it('has a default for each: images of this version, an address for documentation', () => {
    expect(readSettings(undefined, {}, VERSION)).toEqual(DEFAULTS);
  });

  it('takes the file, and the environment over it', () => {
    const file = { replicas: 3, nodeAddress: '198.51.100.7' };
    const environment = { GRIDWALL_REPLICAS: '4', GRIDWALL_HISTORY_SERVER_IMAGE: 'me/history-server:2', PATH: '/bin' };
    expect(readSettings(file, environment, VERSION)).toEqual({
      ...DEFAULTS,
      replicas: 4,
      nodeAddress: '198.51.100.7',
      historyServerImage: 'me/history-server:2',
    });
  });

  it('tells every problem at once, each with its place, value and remedy', () => {
    const environment = { GRIDWALL_REPLICAS: 'two', GRIDWALL_NODE_ADRESS: '192.0.2.1', GRIDWALL_SCHEDULE: '* * *' };
    const error = thrownBy(() => readSettings({ historyServerImage: 'UPPER', colour: 'red' }, environment, VERSION));
    expect(error).toBeInstanceOf(SettingsError);
    expect(
      error.message
        .split('\n')
        .slice(1)
        .map((line) => line.trim())
        .sort(),
    ).toEqual([
      'GRIDWALL_NODE_ADRESS: no such setting; there are GRIDWALL_HISTORY_SERVER_IMAGE, GRIDWALL_PRICE_FETCHER_IMAGE, GRIDWALL_NODE_ADDRESS, GRIDWALL_REPLICAS, GRIDWALL_SCHEDULE',
      'GRIDWALL_REPLICAS is "two": must be a whole number from 0 to 1000',
      'GRIDWALL_SCHEDULE is "* * *": must be five cron fields (minute hour day month weekday) such as "*/20 14-17 * * *"; it has 3 fields',
      'settings.yaml: colour: no such setting; there are historyServerImage, priceFetcherImage, nodeAddress, replicas, schedule',
      'settings.yaml: historyServerImage is "UPPER": must be an image reference with a tag or digest, such as "registry.example/team/app:1.4.2"',
    ]);
  });

  it.each<[unknown, RegExp]>([
    [{ replicas: 1.5 }, /replicas is 1.5: must be a whole number/],
    [{ replicas: 1001 }, /replicas is 1001: must be a whole number from 0 to 1000/],
    [{ nodeAddress: '192.0.2.300' }, /nodeAddress is "192.0.2.300": must be an IPv4 address/],
    [{ nodeAddress: 3 }, /nodeAddress is 3: must be an IPv4 address/],
    [{ schedule: 5 }, /schedule is 5: must be five cron fields/],
    [{ schedule: null }, /schedule is null: must be five cron fields/],
    [['replicas'], /must hold "name: value" lines/],
    ['text', /must hold "name: value" lines/],
    [null, /must hold "name: value" lines/],
  ])('refuses the file %j', (file, message) => {
    expect(() => readSettings(file, {}, VERSION)).toThrow(message);
  });

  it('shows a value that its aliases blow up in a few words', () => {
    let bomb: unknown = 'x';
    for (let i = 0; i < 40; i++) bomb = [bomb, bomb];
    const error = thrownBy(() => readSettings({ schedule: bomb }, {}, VERSION));
    expect(error.message.length).toBeLessThan(400);
    expect(error.message).toMatch(/schedule is \[.*must be five cron fields/);
  });

  it('refuses an empty variable instead of passing over it', () => {
    expect(() => readSettings(undefined, { GRIDWALL_PRICE_FETCHER_IMAGE: '' }, VERSION)).toThrow(
      /GRIDWALL_PRICE_FETCHER_IMAGE is ""/,
    );
  });
});
