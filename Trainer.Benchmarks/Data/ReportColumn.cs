using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Trainer.Benchmarks.Data;

/// <summary>A column worked out from a report and the size of the CSV text that an operation goes through.</summary>
/// <param name="name">The heading.</param>
/// <param name="legend">What it means.</param>
/// <param name="read">Gives the cell from the report, the number of rows and the number of bytes of text.</param>
public sealed class ReportColumn(string name, string legend, Func<BenchmarkReport, long, long, string> read) : IColumn
{
    /// <inheritdoc/>
    public string Id => nameof(ReportColumn) + name;

    /// <inheritdoc/>
    public string ColumnName => name;

    /// <inheritdoc/>
    public string Legend => legend;

    /// <inheritdoc/>
    public bool AlwaysShow => true;

    /// <inheritdoc/>
    public ColumnCategory Category => ColumnCategory.Custom;

    /// <inheritdoc/>
    public int PriorityInCategory => 0;

    /// <inheritdoc/>
    public bool IsNumeric => true;

    /// <inheritdoc/>
    public UnitType UnitType => UnitType.Dimensionless;

    /// <inheritdoc/>
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(benchmarkCase);
        if (summary[benchmarkCase] is not { Success: true } report)
        {
            return "?";
        }

        bool cached = benchmarkCase.Parameters.Items.Any(item => item.Value is TextPlace.Cache);
        return cached
            ? read(report, CsvText.CachedRows, CsvText.Whole.CachedBytes)
            : read(report, CsvText.Whole.Rows.Length, CsvText.Whole.Bytes.Length);
    }

    /// <inheritdoc/>
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);

    /// <inheritdoc/>
    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    /// <inheritdoc/>
    public bool IsAvailable(Summary summary) => true;
}
