using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Reports;

namespace Trainer.Benchmarks.Data;

/// <summary>Columns per row.</summary>
internal sealed class RowConfig : ManualConfig
{
    /// <summary>Makes the configuration.</summary>
    public RowConfig()
    {
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumn(
            new ReportColumn("us/row", "Shortest time per row in microseconds", (report, rows, _) =>
                (Shortest(report) / rows / 1e3).ToString("F2", CultureInfo.InvariantCulture)),
            new ReportColumn("GB/s", "Text per second, in 10^9 bytes, at the shortest time", (report, _, bytes) =>
                (bytes / Shortest(report)).ToString("F2", CultureInfo.InvariantCulture)),
            new ReportColumn("B/row", "Managed bytes allocated per row", (report, rows, _) =>
                ((report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0) / rows)
                .ToString("N0", CultureInfo.InvariantCulture)));
    }

    private static double Shortest(BenchmarkReport report) => report.ResultStatistics?.Min ?? double.NaN;
}
