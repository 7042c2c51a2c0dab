/** Shared by all customers of a run: once there is a reason, no further step begins. */
export interface StopSign {
  reason: string | null;
}
