import { measurePlan } from '../measure-plan.ts';

/* Measures how changes of files are planned and how ports are found in projects. */

interface PlanRequest {
  readonly projectFolder: string;
  readonly isQuick: boolean;
}

process.on('message', ({ projectFolder, isQuick }: PlanRequest) => {
  measurePlan(projectFolder, isQuick).then(
    (value) => process.send?.({ kind: 'measured', value }),
    (error: unknown) => process.send?.({ kind: 'failed', reason: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
