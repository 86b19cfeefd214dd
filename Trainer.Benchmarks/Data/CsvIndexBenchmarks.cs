using BenchmarkDotNet.Attributes;
using Microsoft.Win32.SafeHandles;
using Trainer.Core.Data.Csv;

namespace Trainer.Benchmarks.Data;

/// <summary>The index of a whole file in the page cache, and what reading it costs without looking.</summary>
[Config(typeof(RowConfig))]
public class CsvIndexBenchmarks
{
    private readonly byte[] _buffer = new byte[256 * 1024];
    private SafeFileHandle _file = new();

    /// <summary>Opens the file.</summary>
    [GlobalSetup]
    public void Setup() => _file = File.OpenHandle(CsvText.FileName, options: FileOptions.SequentialScan);

    /// <summary>Closes the file.</summary>
    [GlobalCleanup]
    public void Cleanup() => _file.Dispose();

    /// <summary>Finds rows and labels.</summary>
    [Benchmark(Baseline = true)]
    public int Index() => CsvIndexer.Build(new PositionedStream(_file).Read, CsvText.FileName).Rows.Length;

    /// <summary>The system's copy to user space alone, in pieces of 256 KB.</summary>
    [Benchmark]
    public long ReadOnly()
    {
        long position = 0;
        int read;
        while ((read = RandomAccess.Read(_file, _buffer, position)) > 0)
        {
            position += read;
        }

        return position;
    }
}
