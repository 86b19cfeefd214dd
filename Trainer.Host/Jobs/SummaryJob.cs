using Trainer.Core.Data;
using Trainer.Core.Training;
using Trainer.Host.Configuration;
using Trainer.Host.Inputs;
using Trainer.Host.Training;

namespace Trainer.Host.Jobs;

/// <summary>Prints the layers of the network that the settings ask for.</summary>
internal sealed class SummaryJob(TrainerSettings settings, int? classes, Terminal terminal)
{
    /// <summary>Prints the table.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken cancellation)
    {
        using Model model = ModelFactory.Create(settings, classes ?? CountClasses(cancellation));
        model.Summary(settings.Data.GetShape()).Write(terminal.Out);
        return ExitCode.Done;
    }

    private int CountClasses(CancellationToken cancellation)
    {
        string file = DataFiles.ResolveTraining(settings.Data, terminal, cancellation);
        using IImageDataset dataset = Datasets.Open(file, settings.Data);
        return dataset.Labels.Classes.Count;
    }
}
