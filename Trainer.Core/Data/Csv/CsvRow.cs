namespace Trainer.Core.Data.Csv;

/// <summary>One row of the index.</summary>
/// <param name="Offset">Where the text behind the label's comma starts, in bytes from the start of the text.</param>
/// <param name="Length">The length of that text in bytes, without the line's end.</param>
/// <param name="Label">
/// The label's position in <see cref="CsvIndex.Labels"/>; −1 when the row has none that can be read.
/// </param>
internal readonly record struct CsvRow(long Offset, int Length, int Label);
