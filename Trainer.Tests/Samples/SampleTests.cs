using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Samples;

/// <summary>The programs under <c>samples/</c>, run as a newcomer runs them: they train, and say so.</summary>
[Trait("Speed", "Slow")]
public sealed partial class SampleTests : IDisposable
{
    // One thread: with more, libtorch's wait for one another wherever other tests take a core from one of them.
    private static readonly Dictionary<string, string> Environment = new(StringComparer.Ordinal)
    {
        ["OMP_NUM_THREADS"] = "1",
    };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("TenLines", 0.5)]
    [InlineData("OwnGenerator", 0.9)]
    [InlineData("OwnNetworkAndCallback", 0.9)]
    [InlineData("TrainOnBatchLoop", 0.7)]
    [InlineData("PipelineWithoutTorch", 0.5)]
    public async Task Sample_Run_EndsWithItsAccuracy(string sample, double least)
    {
        string output = await RunAsync(sample, onLine: null);

        Match last = Accuracy().Matches(output)[^1];
        Assert.InRange(double.Parse(last.Groups["percent"].Value, CultureInfo.InvariantCulture) / 100, least, 1);
    }

    [Fact]
    public async Task WorkerService_StoppedAfterAnEpoch_KeepsItsWeightsAndEndsWell()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "Windows has no SIGTERM.");

        string output = await RunAsync("WorkerService", StopAfterAnEpoch, "--Epochs", "1000000");

        Assert.Matches(@"Epoch 1: loss \d", output);
        Assert.Matches(@"Stopped after \d+ epochs", output);
        Assert.True(File.Exists(_directory.File("weights.safetensors")));

        static void StopAfterAnEpoch(Process process, string line)
        {
            if (line.Contains("Epoch 1: ", StringComparison.Ordinal))
            {
                using Process? kill = Process.Start(
                    "kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            }
        }
    }

    [Fact]
    public void PipelineWithoutTorch_Output_HasNoLibtorch() => Assert.Empty(
        Directory.GetFiles(
            Path.GetDirectoryName(Program("PipelineWithoutTorch"))!, "*torch_cpu*", SearchOption.AllDirectories));

    private static string Program(string sample) =>
        Repository.Find("samples", sample, "bin", Repository.Configuration, "net10.0", $"{sample}.dll");

    [GeneratedRegex(@"accuracy (?<percent>[\d.]+) ?%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Accuracy();

    private Task<string> RunAsync(string sample, Action<Process, string>? onLine, params string[] arguments) =>
        DotnetProcess.RunAsync(_directory.Path, Environment, onLine, [Program(sample), .. arguments]);
}
