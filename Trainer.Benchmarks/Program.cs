using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Trainer.Benchmarks.Columns;
using Trainer.Benchmarks.Training;

// Two ways of computing are compared in turns, which BenchmarkDotNet does not do.
if (args is ["precision", ..])
{
    PrecisionComparison.Run(args.AsSpan(1));
    return;
}

// In this process, because all kernels are to be compared under the same conditions and can be forced. Many short
// iterations instead of few long ones: on a machine that others use too, the minimum is then one that nobody disturbed.
var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddJob(Job.Default
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithWarmupCount(50)
        .WithIterationCount(200)
        .WithIterationTime(TimeInterval.FromMilliseconds(1))
        .WithMinIterationTime(TimeInterval.FromMilliseconds(0.5)))
    .AddColumn(StatisticColumn.Min, StatisticColumn.Median, new NanosecondsPerPixelColumn());
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
