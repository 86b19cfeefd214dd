using BenchmarkDotNet.Attributes;
using Trainer.Core.Data.Parsing;

namespace Trainer.Benchmarks.Data;

/// <summary>CSV text in memory to bytes, on one core, per instruction set.</summary>
[Config(typeof(RowConfig))]
public class CsvParsingBenchmarks
{
    private readonly byte[] _pixels = new byte[64 * 64 * 3];
    private CsvText _file = CsvText.Whole;
    private Range[] _rows = [];

    /// <summary>Whether the same few rows are parsed again and again, or all of the file.</summary>
    [Params(TextPlace.Cache, TextPlace.Memory)]
    public TextPlace Text { get; set; }

    /// <summary>Chooses the rows.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _file = CsvText.Whole;
        _rows = Text == TextPlace.Cache ? _file.Rows[..CsvText.CachedRows] : _file.Rows;
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
