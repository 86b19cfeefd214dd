using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using CsvHelper;
using CsvHelper.Configuration;
using Sylvan.Data.Csv;
using Trainer.Core.Data.Parsing;
using SylvanReader = Sylvan.Data.Csv.CsvDataReader;

namespace Trainer.Benchmarks.Data;

/// <summary>CSV text in memory to bytes, on one core: ours per instruction set, and what else .NET offers.</summary>
[Config(typeof(RowConfig))]
public class CsvParsingBenchmarks
{
    private readonly byte[] _pixels = new byte[64 * 64 * 3];
    private CsvText _file = CsvText.Whole;
    private Range[] _rows = [];
    private int _length;

    /// <summary>Whether the same few rows are parsed again and again, or all of the file.</summary>
    [Params(TextPlace.Cache, TextPlace.Memory)]
    public TextPlace Text { get; set; }

    /// <summary>Chooses the rows.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _file = CsvText.Whole;
        (_rows, _length) = Text == TextPlace.Cache
            ? (_file.Rows[..CsvText.CachedRows], _file.CachedBytes)
            : (_file.Rows, _file.Bytes.Length);
    }

    /// <summary>Ours without vectors.</summary>
    [Benchmark]
    public void Scalar() => Parse(ParserInstructionSet.Scalar);

    /// <summary>Ours with 128-bit vectors.</summary>
    [Benchmark]
    public void Vector128() => Parse(ParserInstructionSet.Vector128);

    /// <summary>Ours with AVX2.</summary>
    [Benchmark]
    public void Avx2() => Parse(ParserInstructionSet.Avx2);

    /// <summary>Ours with AVX-512.</summary>
    [Benchmark(Baseline = true)]
    public void Avx512() => Parse(ParserInstructionSet.Avx512Vbmi2);

    /// <summary>Sylvan.Data.Csv, <c>GetInt32</c> for each column.</summary>
    [Benchmark]
    public void Sylvan()
    {
        using SylvanReader reader = SylvanReader.Create(
            OpenText(), new CsvDataReaderOptions { HasHeaders = false, BufferSize = 256 * 1024, MaxBufferSize = 1024 * 1024 });
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
            OpenText(), new CsvConfiguration(CultureInfo.InvariantCulture) { HasHeaderRecord = false, BufferSize = 256 * 1024 });
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

    private StreamReader OpenText() => new(new MemoryStream(_file.Bytes, 0, _length), Encoding.UTF8);

    private void Parse(ParserInstructionSet set)
    {
        IPixelParser parser = PixelParsers.For(set);
        foreach (Range row in _rows)
        {
            if (!parser.TryParse(_file.Bytes.AsSpan(row), _pixels))
            {
                throw new InvalidDataException($"A row of {CsvText.FileName} is not a 64×64×3 image.");
            }
        }
    }
}
