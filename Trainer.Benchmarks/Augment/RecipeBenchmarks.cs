using BenchmarkDotNet.Attributes;
using OpenCvSharp;
using Trainer.Augment;
using Trainer.Augment.Kernels;
using Trainer.Augment.Transforms;

namespace Trainer.Benchmarks.Augment;

/// <summary>
/// The tutorial's augmentation of a 64×64×3 image: ours, which draws, composes, flips and converts, per instruction
/// set; OpenCV's <c>warpAffine</c> alone, with matrices made beforehand. Time per image.
/// </summary>
[MemoryDiagnoser]
public class RecipeBenchmarks
{
    private readonly ImageBatch _batch = new(ImageBatch.RecipeShape);
    private readonly Mat[] _matrices = new Mat[ImageBatch.Count];
    private readonly Mat[] _byteSources = new Mat[ImageBatch.Count];
    private readonly Mat[] _floatSources = new Mat[ImageBatch.Count];
    private Mat? _byteResult;
    private Mat? _floatResult;
    private ImageDataGenerator[] _generators = [];
    private int _epoch;

    /// <summary>
    /// Makes a generator for each instruction set; one that is missing is replaced by the best there is.
    /// </summary>
    [GlobalSetup]
    public void Setup() => _generators =
    [
        .. Enum.GetValues<InstructionSet>().Select(set => new ImageDataGenerator(
            ImageBatch.Recipe,
            statistics: null,
            WarpKernels.For(WarpKernels.IsSupported(set) ? set : WarpKernels.BestInstructionSet)))
    ];

    /// <summary>Makes OpenCV's images and matrices. Its library needs GTK 3, so ours must not wait for it.</summary>
    [GlobalSetup(Targets = [nameof(OpenCvBytes), nameof(OpenCvFloats)])]
    public void SetupOpenCv()
    {
        Setup();
        Cv2.SetNumThreads(1);
        _byteResult = new Mat(64, 64, MatType.CV_8UC3);
        _floatResult = new Mat(64, 64, MatType.CV_32FC3);
        for (int i = 0; i < ImageBatch.Count; i++)
        {
            ImageTransform transform = _generators[0].GetRandomTransform(_batch.Shape, new SampleKey(1, 0, i));
            AffineMap map = AffineComposition.Compose(transform, _batch.Shape);
            _matrices[i] = new Mat(2, 3, MatType.CV_64FC1);
            _matrices[i].SetArray([map.ColumnX, map.ColumnY, map.Column0, map.RowX, map.RowY, map.Row0]);
            _byteSources[i] = new Mat(64, 64, MatType.CV_8UC3);
            _byteSources[i].SetArray(ToPixels(_batch.Sources[i]));
            _floatSources[i] = new Mat();
            _byteSources[i].ConvertTo(_floatSources[i], MatType.CV_32FC3);
        }
    }

    /// <summary>Frees OpenCV's images.</summary>
    [GlobalCleanup(Targets = [nameof(OpenCvBytes), nameof(OpenCvFloats)])]
    public void Cleanup()
    {
        foreach (Mat mat in _matrices.Concat(_byteSources).Concat(_floatSources))
        {
            mat.Dispose();
        }

        _byteResult?.Dispose();
        _floatResult?.Dispose();
    }

    /// <summary>The plain form.</summary>
    [Benchmark(OperationsPerInvoke = ImageBatch.Count)]
    public void Scalar() => Process(InstructionSet.Scalar, DataFormat.ChannelsFirst);

    /// <summary>128-bit vectors, N×C×H×W.</summary>
    [Benchmark(OperationsPerInvoke = ImageBatch.Count)]
    public void Vector128() => Process(InstructionSet.Vector128, DataFormat.ChannelsFirst);

    /// <summary>AVX2, N×C×H×W.</summary>
    [Benchmark(OperationsPerInvoke = ImageBatch.Count)]
    public void Avx2() => Process(InstructionSet.Avx2, DataFormat.ChannelsFirst);

    /// <summary>AVX-512, N×C×H×W.</summary>
    [Benchmark(OperationsPerInvoke = ImageBatch.Count, Baseline = true)]
    public void Avx512() => Process(InstructionSet.Avx512, DataFormat.ChannelsFirst);

    /// <summary>AVX2, N×H×W×C.</summary>
    [Benchmark(OperationsPerInvoke = ImageBatch.Count)]
    public void Avx2ChannelsLast() => Process(InstructionSet.Avx2, DataFormat.ChannelsLast);

    /// <summary>AVX-512, N×H×W×C.</summary>
    [Benchmark(OperationsPerInvoke = ImageBatch.Count)]
    public void Avx512ChannelsLast() => Process(InstructionSet.Avx512, DataFormat.ChannelsLast);

    /// <summary>Drawing and composing alone.</summary>
    [Benchmark(OperationsPerInvoke = ImageBatch.Count)]
    public double DrawOnly()
    {
        _epoch++;
        double sum = 0;
        for (int i = 0; i < ImageBatch.Count; i++)
        {
            ImageTransform transform = _generators[0].GetRandomTransform(_batch.Shape, new SampleKey(1, _epoch, i));
            sum += AffineComposition.Compose(transform, _batch.Shape).Row0;
        }

        return sum;
    }

    /// <summary>OpenCV's warp of bytes to bytes.</summary>
    [Benchmark(OperationsPerInvoke = ImageBatch.Count)]
    public void OpenCvBytes() => OpenCv(_byteSources, _byteResult!);

    /// <summary>OpenCV's warp of floats to floats.</summary>
    [Benchmark(OperationsPerInvoke = ImageBatch.Count)]
    public void OpenCvFloats() => OpenCv(_floatSources, _floatResult!);

    private static Vec3b[] ToPixels(byte[] bytes) =>
        [.. bytes.Chunk(3).Select(pixel => new Vec3b(pixel[0], pixel[1], pixel[2]))];

    private void Process(InstructionSet set, DataFormat layout) =>
        _batch.Process(_generators[(int)set], layout, _epoch++);

    private void OpenCv(Mat[] sources, Mat result)
    {
        for (int i = 0; i < ImageBatch.Count; i++)
        {
            Cv2.WarpAffine(
                sources[i],
                result,
                _matrices[i],
                new Size(64, 64),
                InterpolationFlags.Linear | InterpolationFlags.WarpInverseMap,
                BorderTypes.Replicate);
        }
    }
}
