export { type SendPrompt, type TurnControls, useTurn } from './use-turn.ts';
