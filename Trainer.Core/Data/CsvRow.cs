namespace Trainer.Core.Data;

/// <summary>One row of the index.</summary>
/// <param name="Offset">Where the text behind the label's comma starts, in bytes from the start of the file.</param>
/// <param name="Length">The length of that text in bytes, without the line's end.</param>
/// <param name="Label">The label's position in <see cref="CsvIndex.Labels"/>.</param>
internal readonly record struct CsvRow(long Offset, int Length, int Label);
