namespace Trainer.Core.Data.Csv;

/// <summary>Where each row of a CSV file stands and what its label is: 16 bytes per row.</summary>
/// <param name="Rows">One entry per row, in file order.</param>
/// <param name="Labels">The distinct labels in order of appearance; <see cref="CsvRow.Label"/> points into it.</param>
/// <param name="Problems">What is wrong with the rows that have no readable label, by row number from 0.</param>
internal sealed record CsvIndex(CsvRow[] Rows, string[] Labels, IReadOnlyDictionary<int, string> Problems);
