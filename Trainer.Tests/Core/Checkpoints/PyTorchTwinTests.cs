using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Trainer.Augment.Images;
using Trainer.Core.Checkpoints;
using Trainer.Core.Models;
using Trainer.Core.Tensors;
using Trainer.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Trainer.Tests.Core.Checkpoints;

/// <summary>PyTorch reads our weights by itself and computes what we compute.</summary>
[Collection(TorchCollection.Name)]
public sealed class PyTorchTwinTests
{
    private const string Python = "/usr/bin/python3";
    private const int Images = 2;
    private static readonly ImageShape Shape = new(12, 8, 3);

    [Fact]
    public async Task Weights_ReadByPyTorch_GiveTheSameLogits()
    {
        if (await MissingAsync() is { } reason)
        {
            Assert.Skip(reason);
        }

        using var directory = new TemporaryDirectory();
        float[] expected = TorchThread.Run(() => SaveAndCompute(directory));

        (int exitCode, _, string error) = await RunAsync(
            Script(), directory.File("weights.safetensors"), directory.File("images"), directory.File("logits"), $"{Shape.Height}", $"{Shape.Width}", $"{Shape.Channels}", "5");

        Assert.Equal(string.Empty, error);
        Assert.Equal(0, exitCode);
        byte[] bytes = await File.ReadAllBytesAsync(directory.File("logits"), TestContext.Current.CancellationToken);
        float[] actual = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        Assert.Equal(expected.Length, actual.Length);
        double difference = expected.Zip(actual).Max(pair => Math.Abs(pair.First - pair.Second));
        double size = expected.Max(Math.Abs);
        TestContext.Current.TestOutputHelper!.WriteLine($"largest difference {difference:E1} of logits up to {size:F2}");
        Assert.InRange(difference, 0, 1e-5 * Math.Max(1, size));
    }

    /// <summary>A network whose running statistics are no longer those of a new one, over pixels from 0 to 255.</summary>
    private static float[] SaveAndCompute(TemporaryDirectory directory)
    {
        using var scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        using var network = new MiniVggNet(Shape, classes: 5);
        Tensor images = rand(Images, Shape.Channels, Shape.Height, Shape.Width).Times(255);
        for (int i = 0; i < 20; i++)
        {
            _ = network.call(images);
        }

        network.eval();
        WeightFiles.Save(network, directory.File("weights.safetensors"));
        File.WriteAllBytes(directory.File("images"), images.bytes.ToArray());
        return network.call(images).data<float>().ToArray();
    }

    private static async Task<string?> MissingAsync()
    {
        if (!File.Exists(Python))
        {
            return $"There is no {Python} here.";
        }

        (int exitCode, _, _) = await RunAsync("-c", "import torch");
        return exitCode == 0 ? null : $"{Python} has no PyTorch here (Debian's package python3-torch).";
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Python, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    private static string Script([CallerFilePath] string path = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "Trainer.Benchmarks", "peers", "minivggnet_twin.py"));
}
