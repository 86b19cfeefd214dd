using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Trainer.Benchmarks.Augment;

/// <summary>The shortest time of one image divided by its height × width.</summary>
public sealed class NanosecondsPerPixelColumn : IColumn
{
    /// <inheritdoc/>
    public string Id => nameof(NanosecondsPerPixelColumn);

    /// <inheritdoc/>
    public string ColumnName => "ns/pixel";

    /// <inheritdoc/>
    public string Legend => "Shortest time of one image divided by its height × width";

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
        object? shape = benchmarkCase.Parameters.Items
            .FirstOrDefault(
                item => string.Equals(item.Name, nameof(ModeBenchmarks.Image), StringComparison.Ordinal))?.Value;
        int pixels = shape is string text ? ImageBatch.ParseShape(text).Pixels : ImageBatch.RecipeShape.Pixels;
        return summary[benchmarkCase]?.ResultStatistics is { } statistics
            ? (statistics.Min / pixels).ToString("F3", CultureInfo.InvariantCulture)
            : "?";
    }

    /// <inheritdoc/>
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);

    /// <inheritdoc/>
    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    /// <inheritdoc/>
    public bool IsAvailable(Summary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return summary.BenchmarksCases.All(
            benchmark => string.Equals(
                benchmark.Descriptor.Type.Namespace, typeof(ImageBatch).Namespace, StringComparison.Ordinal));
    }
}
