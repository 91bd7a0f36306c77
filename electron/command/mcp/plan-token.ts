import { z } from 'zod';
import { refuse, type ToolRefusal } from './answer.ts';

/** What a tool is given that carries out what `planTool` planned. */
export function planTokenInput(planTool: string) {
  return z.strictObject({
    token: z.string().max(200).describe(`From ${planTool}: five minutes, once, this server only.`),
  });
}

/** A token that is carried out twice, late or by another server is worth nothing. */
export function refuseToken(
  planTool: string,
  consequence: 'Nothing was changed.' | 'Nothing was ended.',
): ToolRefusal {
  return refuse(
    'token-not-valid',
    `This token was never given out here, is used already, or is older than five minutes. ${consequence}`,
    `Call ${planTool} for a new plan and look at it before you use its token.`,
  );
}
