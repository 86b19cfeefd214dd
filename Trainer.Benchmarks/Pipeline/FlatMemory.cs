using System.Globalization;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;

namespace Trainer.Benchmarks.Pipeline;

/// <summary>Memory in the steady state: to be compared between files of different lengths.</summary>
internal static class FlatMemory
{
    private const double BytesPerMegabyte = 1e6;

    /// <summary>Reads the file at least once and prints the process's anonymous resident memory.</summary>
    public static void Run(string file)
    {
        using var dataset = CsvImageDataset.Open(file);
        using InputPipeline pipeline = Work.Start(dataset, workers: 2);
        Work.Take(pipeline, Math.Max(pipeline.StepsPerEpoch, 640));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Work.Take(pipeline, 320);
        Work.Print("rows", dataset.Count);
        Work.Print("anonymous_resident_megabytes", ReadAnonymousResident() / BytesPerMegabyte);
        Work.Print("managed_megabytes", GC.GetTotalMemory(forceFullCollection: false) / BytesPerMegabyte);
    }

    private static double ReadAnonymousResident()
    {
        string line = File.ReadLines("/proc/self/status").First(
            text => text.StartsWith("RssAnon:", StringComparison.Ordinal));
        return 1024 * double.Parse(
            line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
