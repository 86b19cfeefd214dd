using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using CsvHelper;
using CsvHelper.Configuration;
using Sylvan.Data.Csv;
using Trainer.Core.Data.Parsing;
using SylvanReader = Sylvan.Data.Csv.CsvDataReader;

namespace Trainer.Benchmarks.Data;

/// <summary>
/// A CSV file in memory to bytes, on one core: ours with the best instruction set, and what else .NET offers. Whole
/// files, because the peers prepare for a file's columns when they open it.
/// </summary>
[Config(typeof(RowConfig))]
[WarmupCount(1)]
[IterationCount(10)]
public class CsvPeerBenchmarks
{
    private readonly byte[] _pixels = new byte[64 * 64 * 3];
    private CsvText _file = CsvText.Whole;

    /// <summary>Loads the file.</summary>
    [GlobalSetup]
    public void Setup() => _file = CsvText.Whole;

    /// <summary>Ours.</summary>
    [Benchmark(Baseline = true)]
    public void Ours()
    {
        foreach (Range row in _file.Rows)
        {
            if (!PixelParsers.Best.TryParse(_file.Bytes.AsSpan(row), _pixels))
            {
                throw new InvalidDataException($"A row of {CsvText.FileName} is not a 64×64×3 image.");
            }
        }
    }

    /// <summary>Sylvan.Data.Csv, <c>GetInt32</c> for each column.</summary>
    [Benchmark]
    public void Sylvan()
    {
        using SylvanReader reader = SylvanReader.Create(
            OpenText(),
            new CsvDataReaderOptions { HasHeaders = false, BufferSize = 256 * 1024, MaxBufferSize = 1024 * 1024 });
        while (reader.Read())
        {
            for (int i = 0; i < _pixels.Length; i++)
            {
                _pixels[i] = (byte)reader.GetInt32(i + 1);
            }
        }
    }

    /// <summary>CsvHelper, <c>GetField&lt;int&gt;</c> for each column.</summary>
    [Benchmark]
    public void CsvHelperFields()
    {
        using var reader = new CsvReader(
            OpenText(),
            new CsvConfiguration(CultureInfo.InvariantCulture) { HasHeaderRecord = false, BufferSize = 256 * 1024 });
        while (reader.Read())
        {
            for (int i = 0; i < _pixels.Length; i++)
            {
                _pixels[i] = (byte)reader.GetField<int>(i + 1);
            }
        }
    }

    /// <summary><c>int.Parse</c> over <c>string.Split</c>.</summary>
    [Benchmark]
    public void SplitAndParse()
    {
        using StreamReader reader = OpenText();
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            for (int i = 0; i < _pixels.Length; i++)
            {
                _pixels[i] = (byte)int.Parse(fields[i + 1], CultureInfo.InvariantCulture);
            }
        }
    }

    private StreamReader OpenText() => new(new MemoryStream(_file.Bytes), Encoding.UTF8);
}
