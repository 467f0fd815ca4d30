import { parseImage } from '../../../network/doctor/image';

describe('an image reference', () => {
  it.each([
    ['nginx', { registry: 'docker.io', name: 'library/nginx' }],
    ['nginx:1.27', { registry: 'docker.io', name: 'library/nginx', tag: '1.27' }],
    ['index.docker.io/library/nginx', { registry: 'docker.io', name: 'library/nginx' }],
    ['bitnami/redis:7', { registry: 'docker.io', name: 'bitnami/redis', tag: '7' }],
    ['localhost:5000/team/app', { registry: 'localhost:5000', name: 'team/app' }],
    ['localhost:5000/team/app:1', { registry: 'localhost:5000', name: 'team/app', tag: '1' }],
    [
      'registry.example/a/b/c:1@sha256:0a1b',
      { registry: 'registry.example', name: 'a/b/c', tag: '1', digest: 'sha256:0a1b' },
    ],
  ])('%s is read', (text, image) => expect(parseImage(text)).toEqual(image));

  it.each(['', '{{ .Values.image }}', 'app:<tag>', 'https://registry.example/app'])('"%s" is none', (text) =>
    expect(parseImage(text)).toBeUndefined());
});
