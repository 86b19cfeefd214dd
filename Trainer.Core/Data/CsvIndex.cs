namespace Trainer.Core.Data;

/// <summary>Where each row of a CSV file stands and what its label is: 16 bytes per row.</summary>
/// <param name="Rows">One entry per row, in file order.</param>
/// <param name="Labels">The distinct labels in order of appearance; <see cref="CsvRow.Label"/> points into it.</param>
/// <param name="FileLength">The file's length in bytes when it was indexed.</param>
/// <param name="LastWriteTimeUtc">The file's time stamp when it was indexed.</param>
internal sealed record CsvIndex(
    CsvRow[] Rows,
    string[] Labels,
    long FileLength,
    DateTime LastWriteTimeUtc);
