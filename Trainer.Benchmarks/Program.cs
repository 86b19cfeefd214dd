using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Trainer.Benchmarks;
using Trainer.Benchmarks.Augment;
using Trainer.Benchmarks.Pipeline;

// What BenchmarkDotNet does not do: whole passes over a file, and two ways of computing in turns.
switch (args)
{
    case [PipelineProgram.Name, .. var rest]:
        return PipelineProgram.Run(rest);
    case ["precision", ..]:
        PrecisionComparison.Run(args.AsSpan(1));
        return 0;
    default:
        break;
}

// In this process, because all kernels are to be compared under the same conditions and can be forced. Many short
// iterations instead of few long ones: on a machine that others use too, the minimum is then one that nobody disturbed.
// Not much shorter than this: the harness collects garbage between iterations, which empties the caches.
var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddJob(Job.Default
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithWarmupCount(10)
        .WithIterationCount(40)
        .WithIterationTime(TimeInterval.FromMilliseconds(25)))
    .AddColumn(StatisticColumn.Min, StatisticColumn.Median, new NanosecondsPerPixelColumn());
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
return 0;
