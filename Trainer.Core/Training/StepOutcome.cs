using Trainer.Core.Metrics;

namespace Trainer.Core.Training;

/// <summary>What came of a step.</summary>
/// <param name="Loss">The mean loss over its samples.</param>
/// <param name="Outputs">What the network said of them.</param>
internal readonly record struct StepOutcome(double Loss, BatchOutputs Outputs);
