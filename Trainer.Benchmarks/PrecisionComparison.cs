using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using Trainer.Augment.Images;
using Trainer.Core.Models;
using Trainer.Core.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Benchmarks;

/// <summary>
/// Forward and backward of MiniVGGNet over a batch of 32 images in float32 and in bfloat16, in turns, so that whatever
/// else the machine does meets both.
/// </summary>
internal static class PrecisionComparison
{
    private const int BatchSize = 32;
    private const int Classes = 17;
    private const int WarmUps = 2;
    private static readonly ImageShape Shape = new(64, 64, 3);

    /// <summary>Prints the medians and the median of the ratios of neighbours.</summary>
    /// <param name="args">Threads per operation (1 unless told), rounds (15 unless told).</param>
    public static void Run(ReadOnlySpan<string> args)
    {
        int threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
        int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 15;
        TorchRuntime.Configure(threads);
        TorchThread.Run(() => Compare(threads, rounds));
    }

    private static void Compare(int threads, int rounds)
    {
        using DisposeScope scope = NewDisposeScope();
        DefaultGenerator.Seed(1);
        Tensor images = rand(BatchSize, Shape.Channels, Shape.Height, Shape.Width).Times(255);
        Tensor labels = randint(0, Classes, BatchSize);
        using var single = new MiniVggNet(Shape, Classes);
        using var mixed = new MiniVggNet(Shape, Classes, NetworkPrecision.BFloat16);
        var singles = new List<double>();
        var mixeds = new List<double>();
        for (int round = 0; round < WarmUps + rounds; round++)
        {
            double first = Measure(single, images, labels);
            double second = Measure(mixed, images, labels);
            if (round >= WarmUps)
            {
                singles.Add(first);
                mixeds.Add(second);
            }
        }

        string native = BFloat16Support.IsNative switch
        {
            true => "native bfloat16",
            false => "no native bfloat16",
            null => "native bfloat16 unknown",
        };
        Console.WriteLine($"{threads} threads, {rounds} rounds, {native}");
        Console.WriteLine($"Float32   {Median(singles),8:F1} ms  {BatchSize / Median(singles) * 1000,6:F0} images/s");
        Console.WriteLine($"BFloat16  {Median(mixeds),8:F1} ms  {BatchSize / Median(mixeds) * 1000,6:F0} images/s");
        Console.WriteLine(
            $"BFloat16 is {Median(singles.Zip(mixeds, (left, right) => left / right)):F2} times as fast (median of "
                + "neighbours' ratios)");
    }

    private static double Measure(Module<Tensor, Tensor> network, Tensor images, Tensor labels)
    {
        long started = Stopwatch.GetTimestamp();
        using DisposeScope scope = NewDisposeScope();
        network.zero_grad();
        Tensor loss = functional.cross_entropy(network.call(images), labels);
        loss.backward();
        _ = loss.item<float>();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
