namespace Trainer.Core.Pipeline;

/// <summary>A row that was left out of its batches.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Reason">The place and what is wrong with it.</param>
public readonly record struct SkippedRow(int Row, string Reason);
