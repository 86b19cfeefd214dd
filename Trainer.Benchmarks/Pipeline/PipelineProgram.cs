using System.Globalization;

namespace Trainer.Benchmarks.Pipeline;

/// <summary>
/// What takes whole passes over a file to measure, and so is no micro-benchmark: <c>pipeline VERB FILE …</c>. Each verb
/// prints <c>name value</c> lines.
/// </summary>
internal static class PipelineProgram
{
    /// <summary>The first argument that leads here.</summary>
    public const string Name = "pipeline";

    private const string Usage = """
        pipeline ours FILE [ROUNDS]          pipelines and the same work without Dataflow, taking turns: images/s
        pipeline fresh FILE                  a fresh process: construction, first batch, first epoch against later ones
        pipeline memory FILE                 anonymous resident memory in the steady state (Linux)
        pipeline stall FILE                  the share of its time that a consumer of 50 % and 80 % of the rate waits
        pipeline headroom FILE [ROUNDS]      what training from the pipeline loses against one batch held in memory
        pipeline telemetry FILE [ROUNDS]     what measuring adds to the pipeline's time, with and without in turns
        pipeline torchsharp FILE [WORKERS]   TorchSharp's DataLoader on the same work: images/s
        """;

    /// <summary>Runs a verb.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        if (args is not [var verb, var file, .. var rest])
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        int number = rest is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        switch (verb)
        {
            case "ours":
                EndToEnd.Run(file, Math.Max(number, 1));
                return 0;
            case "fresh":
                FreshProcess.Run(file);
                return 0;
            case "memory":
                FlatMemory.Run(file);
                return 0;
            case "stall":
                Stall.Run(file);
                return 0;
            case "headroom":
                Headroom.Run(file, Math.Max(number, 1));
                return 0;
            case "telemetry":
                TelemetryCost.Run(file, Math.Max(number, 1));
                return 0;
            case "torchsharp":
                TorchSharpLoader.Run(file, Math.Max(number, 1));
                return 0;
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }
}
