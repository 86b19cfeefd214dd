using BenchmarkDotNet.Attributes;
using Trainer.Augment.Codecs;

namespace Trainer.Benchmarks.Augment;

/// <summary>
/// A photograph's worth of pixels, 256×256, brought to the 64×64 of the tutorial's images. Time per image.
/// </summary>
public class ResizeBenchmarks
{
    private const int Side = 256;
    private const int NewSide = 64;

    private readonly byte[] _source = new byte[Side * Side * 4];
    private readonly byte[] _destination = new byte[NewSide * NewSide * 4];

    /// <summary>How the pixels are weighed.</summary>
    [Params(ResizeFilter.Area, ResizeFilter.Bilinear, ResizeFilter.Bicubic, ResizeFilter.Lanczos)]
    public ResizeFilter Filter { get; set; }

    /// <summary>Makes noise.</summary>
    [GlobalSetup]
    public void Setup() => new Random(1).NextBytes(_source);

    /// <summary>Both passes, and the weights.</summary>
    [Benchmark]
    public void Resize() => PixelResampler.Resize(_source, Side, Side, _destination, NewSide, NewSide, Filter);
}
