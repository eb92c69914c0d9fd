import { type Level, NOT_FOUND, type PublishDocument, type Reply, type VersionDocument } from './model.ts';
import { BOT } from './people.ts';

interface Package {
  readonly collaborators: Record<string, Level>;
  readonly versions: Record<string, VersionDocument>;
  readonly tags: Record<string, string>;
  readonly tarballs: Map<string, Buffer>;
  readme: string;
}

/** What is published, and who may write it. */
export class Packages {
  readonly #packages = new Map<string, Package>();
  readonly #url: () => string;

  /** @param url the registry's own: it writes it into the address of each tarball, whatever the publish said. */
  constructor(url: () => string) {
    this.#url = url;
  }

  grant(name: string, people: Readonly<Record<string, Level>>): void {
    Object.assign(this.#make(name).collaborators, people);
  }

  versions(name: string): readonly string[] {
    return Object.keys(this.#packages.get(name)?.versions ?? {});
  }

  /** Whoever publishes a name first may write it; the account of the gate's credential writes everything. */
  publish(document: PublishDocument, by: string): Reply {
    const { name } = document;
    const before = this.#packages.get(name);
    if (before !== undefined && by !== BOT && before.collaborators[by]?.endsWith('write') !== true)
      return { status: 403, body: { error: `You do not have permission to publish "${name}".` } };
    const [version = ''] = Object.keys(document.versions);
    if (before !== undefined && Object.hasOwn(before.versions, version))
      return {
        status: 403,
        body: { error: `You cannot publish over the previously published versions: ${version}.` },
      };
    const there = this.#make(name);
    if (before === undefined) there.collaborators[by] = 'write';
    const file = `${name.split('/').at(-1)}-${version}.tgz`;
    const sent = document.versions[version];
    // As npmjs does: the account, whoever the document says it was.
    const user = { _npmUser: { name: by } };
    there.tarballs.set(file, Buffer.from(Object.values(document._attachments)[0]?.data ?? '', 'base64'));
    there.versions[version] = {
      ...sent,
      ...user,
      dist: { ...sent?.dist, tarball: `${this.#url()}/${name}/-/${file}` },
    };
    there.readme = document.readme ?? sent?.readme ?? there.readme;
    Object.assign(there.tags, document['dist-tags']);
    return { status: 201, body: { ok: true, success: true } };
  }

  packument(name: string, abbreviated: boolean): Reply {
    const there = this.#packages.get(name);
    if (there === undefined) return NOT_FOUND;
    const document = { name, 'dist-tags': there.tags, versions: there.versions };
    return { status: 200, body: abbreviated ? document : { _id: name, ...document, readme: there.readme } };
  }

  tarball(name: string, file: string): Reply {
    const bytes = this.#packages.get(name)?.tarballs.get(file);
    return bytes === undefined ? NOT_FOUND : { status: 200, body: bytes };
  }

  collaborators(name: string): Reply {
    const there = this.#packages.get(name);
    return there === undefined ? NOT_FOUND : { status: 200, body: there.collaborators };
  }

  of(person: string): Reply {
    const levels = [...this.#packages].flatMap(([name, { collaborators }]) => {
      const level = collaborators[person];
      return level === undefined ? [] : [[name, level]];
    });
    return { status: 200, body: Object.fromEntries(levels) as object };
  }

  #make(name: string): Package {
    const there = this.#packages.get(name) ?? {
      collaborators: {},
      versions: {},
      tags: {},
      tarballs: new Map<string, Buffer>(),
      readme: '',
    };
    this.#packages.set(name, there);
    return there;
  }
}
