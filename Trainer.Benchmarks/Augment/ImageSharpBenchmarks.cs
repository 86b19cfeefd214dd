using BenchmarkDotNet.Attributes;
using Trainer.Augment;
using Trainer.Augment.ImageSharp;

namespace Trainer.Benchmarks.Augment;

/// <summary>
/// The tutorial's augmentation of a 64×64×3 image, N×C×H×W, with the built-in kernels and with ImageSharp's affine
/// transform and flip. Time per image.
/// </summary>
[MemoryDiagnoser]
public class ImageSharpBenchmarks
{
    private readonly ImageBatch _batch = new(ImageBatch.RecipeShape);
    private readonly ImageDataGenerator _builtIn = new(ImageBatch.Recipe);
    private readonly ImageDataGenerator _imageSharp = ImageSharpGenerator.Create(ImageBatch.Recipe);
    private int _epoch;

    /// <summary>The best built-in kernel of this machine.</summary>
    [Benchmark(OperationsPerInvoke = ImageBatch.Count, Baseline = true)]
    public void BuiltIn() => _batch.Process(_builtIn, DataFormat.ChannelsFirst, _epoch++);

    /// <summary>Edges extended, ImageSharp's transform and flip, and back to floats.</summary>
    [Benchmark(OperationsPerInvoke = ImageBatch.Count)]
    public void ImageSharp() => _batch.Process(_imageSharp, DataFormat.ChannelsFirst, _epoch++);
}
