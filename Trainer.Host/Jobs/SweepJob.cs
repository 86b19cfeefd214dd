using System.Text.Json;
using Trainer.Augment;
using Trainer.Core.Checkpoints;
using Trainer.Core.Data;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Host.Configuration;
using Trainer.Host.Inputs;
using Trainer.Host.Reports;
using Trainer.Host.RunFolders;
using Trainer.Host.Sweeps;
using Trainer.Host.Training;

namespace Trainer.Host.Jobs;

/// <summary>
/// Tries settings in turns, says which is the cheapest of the fast ones, and writes it down for <c>--settings</c>.
/// </summary>
/// <param name="settings">The settings in force.</param>
/// <param name="wanted">The settings to try, if they keep within the budgets.</param>
/// <param name="rounds">How often each is measured.</param>
/// <param name="length">How long each time; null for half a second, or four where a network is trained.</param>
/// <param name="terminal">Where to report.</param>
internal sealed class SweepJob(
    TrainerSettings settings, IReadOnlyList<SweepSetting> wanted, int rounds, TimeSpan? length, Terminal terminal)
{
    private static readonly TimeSpan LengthAlone = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LengthOfTraining = TimeSpan.FromSeconds(4);
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Prints the table and leaves <c>sweep.png</c> and <c>settings.json</c> in a run folder.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        bool trains = wanted.Any(setting => setting.Threads is not null);
        string file = DataFiles.ResolveTraining(settings.Data, terminal, cancellation);
        using IImageDataset dataset = Datasets.OpenTraining(file, settings);
        Recipes.Complete(settings, dataset.Count, testingRows: dataset.Count);
        IReadOnlyList<SweepSetting> grid = SweepBudget.Keep(wanted, settings, dataset, terminal.Out.WriteLine);
        ImageDataGenerator generator = Generators.Fit(settings, dataset, cancellation);
        using Model? model = trains ? CreateModel(dataset) : null;
        RunFolder run = RunFolder.Create(settings.Output.Folder, terminal.Time.GetUtcNow());
        run.WriteConfig(settings);
        var bench = new SweepBench(settings, dataset, generator, model, terminal.Time);
        TimeSpan each = length ?? (trains ? LengthOfTraining : LengthAlone);
        terminal.Out.WriteLine(
            $"{ReportText.Counted(grid.Count, "setting")}, {ReportText.Counted(rounds, "round")} of "
                + $"{each.TotalSeconds:0.##} s each after one to warm up: "
                + $"about {(rounds + 1) * grid.Count * each.TotalSeconds:0} s.");

        IReadOnlyList<SweepResult> results = Measure(bench, grid, each, cancellation);
        SweepChoice choice = SweepChoice.Of(results, settings.Training.BatchSize);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine(SweepText.Of(results, choice));
        SkippedRowsText.Report(bench.Skipped, terminal);
        AtomicFile.WriteAllBytes(run.File("sweep.png"), SweepPlot.RenderPng(results, choice));
        string chosen = run.File("settings.json");
        AtomicFile.WriteAllText(chosen, ToJson(choice.Cheapest.Setting));
        terminal.Out.WriteLine(
            $"The picture is {run.File("sweep.png")}; train --settings {chosen} trains with that setting.");
        return ExitCode.Done;
    }

    private Model CreateModel(IImageDataset dataset)
    {
        TorchRuntime.Configure();
        Model model = ModelFactory.Create(settings, dataset.Labels.Classes.Count);
        int steps = Math.Max(1, dataset.Count / settings.Training.BatchSize);
        return model.Compile(
            TrainingFactory.CreateOptimizer(settings.Training, steps), TrainingFactory.CreateLoss(settings.Training));
    }

    /// <summary>In turns, so that a machine that becomes slower or faster does so for all of them.</summary>
    private List<SweepResult> Measure(
        SweepBench bench, IReadOnlyList<SweepSetting> grid, TimeSpan each, CancellationToken cancellation)
    {
        var samples = grid.ToDictionary(setting => setting, _ => new List<(double Rate, double Readiness)>());
        for (int round = -1; round < rounds; round++)
        {
            foreach (SweepSetting setting in grid)
            {
                (double Rate, double Readiness) sample = bench.Run(setting, each, cancellation);
                if (round >= 0)
                {
                    samples[setting].Add(sample);
                }
            }
        }

        return
        [
            .. samples.Select(pair => new SweepResult(
                pair.Key,
                [.. pair.Value.Select(sample => sample.Rate)],
                pair.Value.Average(sample => sample.Readiness))),
        ];
    }

    private static string ToJson(SweepSetting setting) => JsonSerializer.Serialize(
        setting.Keys().GroupBy(pair => pair.Key.Split(':')[0], StringComparer.Ordinal).ToDictionary(
            section => section.Key,
            section => section.ToDictionary(pair => pair.Key.Split(':')[1], pair => pair.Value, StringComparer.Ordinal),
            StringComparer.Ordinal),
        Json) + "\n";
}
