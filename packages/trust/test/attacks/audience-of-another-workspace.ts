import { attack } from '../support/verify-attack.ts';

export default attack({
  title: "V6: another workspace's audience beside ours is refused",
  tokens: async (world) => {
    const others = ['mill:ws/{other}', ...world.honest.companion.map((own) => `${own}0`)];
    return Promise.all(others.map((other) => world.sign({ claims: { aud: [world.honest.audience, other] } })));
  },
  reason: 'audience-other',
  claim: 'aud',
});
