using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Tensors;
using Trainer.Core.Training;
using Trainer.Core.Training.Optimizers;
using Trainer.Host.Configuration;
using Trainer.Host.Inputs;
using Trainer.Host.RunFolders;
using Trainer.Host.Training;

namespace Trainer.Host.Jobs;

/// <summary>
/// A finished run, taken up again from its folder alone: settings, classes and the network with its weights.
/// </summary>
internal sealed class FinishedRun : IDisposable
{
    private FinishedRun(TrainerSettings settings, LabelBinarizer labels, Model model, ImageDataGenerator generator)
    {
        Settings = settings;
        Labels = labels;
        Model = model;
        Generator = generator;
    }

    /// <summary>The settings that it was made with.</summary>
    public TrainerSettings Settings { get; }

    /// <summary>The classes.</summary>
    public LabelBinarizer Labels { get; }

    /// <summary>The network.</summary>
    public Model Model { get; }

    /// <summary>Standardises images as in the run's tests.</summary>
    public ImageDataGenerator Generator { get; }

    /// <summary>Loads the run.</summary>
    public static FinishedRun Load(RunFolder folder)
    {
        TrainerSettings settings = folder.ReadConfig();
        LabelBinarizer labels = folder.ReadLabels();
        TorchRuntime.Configure(settings.Torch.Threads?.Value);
        ModelFactory.RequireDevice(settings.Torch.Device);
        Model model = ModelFactory.Create(settings, labels.Classes.Count);
        model.LoadWeights(folder.ReadableWeights);
        model.Compile(new Sgd(), TrainingFactory.CreateLoss(settings.Training));
        return new FinishedRun(settings, labels, model, Generators.Load(settings, folder).ForEvaluation());
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
