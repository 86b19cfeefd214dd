using BenchmarkDotNet.Attributes;
using Trainer.Augment;
using Trainer.Augment.Kernels;

namespace Trainer.Benchmarks.Augment;

/// <summary>
/// The tutorial's geometry with other fill modes, orders, sizes and channels, N×C×H×W: none may cost more than three
/// times the recipe per pixel. Time per image.
/// </summary>
public class ModeBenchmarks
{
    private ImageBatch _batch = new(ImageBatch.RecipeShape);
    private ImageDataGenerator _generator = new(ImageBatch.Recipe);
    private int _index;

    /// <summary>Height × width × channels.</summary>
    [Params("64x64x3", "61x67x3", "64x64x1", "64x64x4", "224x224x3", "600x600x3")]
    public string Image { get; set; } = "64x64x3";

    /// <summary>What lies outside.</summary>
    [ParamsAllValues]
    public FillMode FillMode { get; set; }

    /// <summary>The order of the interpolation.</summary>
    [Params(0, 1)]
    public int Order { get; set; }

    /// <summary>The kernel.</summary>
    [Params("Vector128", "Avx2", "Avx512")]
    public string InstructionSet { get; set; } = "Avx512";

    /// <summary>Makes images and the generator.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _batch = new ImageBatch(ImageBatch.ParseShape(Image));
        _generator = new ImageDataGenerator(
            ImageBatch.Recipe with { FillMode = FillMode, InterpolationOrder = Order },
            statistics: null,
            WarpKernels.For(Enum.Parse<Trainer.Augment.Kernels.InstructionSet>(InstructionSet)));
    }

    /// <summary>Draws, transforms and converts one image after the other, so that an iteration stays short.</summary>
    [Benchmark]
    public void Process()
    {
        int image = _index++ % ImageBatch.Count;
        _generator.Process(
            _batch.Sources[image],
            _batch.Shape,
            new SampleKey(1, 0, _index),
            _batch.Destinations[image],
            DataFormat.ChannelsFirst);
    }
}
