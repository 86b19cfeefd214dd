using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Models;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Training;
using Trainer.Core.Training.Callbacks;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.SampleData;

namespace WorkerService;

/// <summary>Trains for some epochs or until the service is stopped, and keeps the weights either way.</summary>
internal sealed class TrainingService(
    IConfiguration configuration,
    IProgress<EpochDone> progress,
    IHostApplicationLifetime lifetime,
    ILogger<TrainingService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The service starts meanwhile: drawing the flowers takes a moment.
        await Task.Yield();
        SampleDataOptions flowers = new() { Count = 320, Classes = 3, Side = 32 };
        SampleDataWriter.Write("training.csv", flowers, cancellation: stoppingToken);
        using CsvImageDataset training = CsvImageDataset.Open("training.csv", shape: new(32, 32, 3));

        var augmentation = new ImageDataGenerator(new() { HorizontalFlip = true, Rescale = 1.0 / 255 });
        using var batches = new InputPipeline(training, augmentation, new() { Shuffle = Shuffle.Full, Seed = 1 });
        using Model model = Model.Create(() => new LeNet(training.Shape, training.Labels.Classes.Count), seed: 1);
        model.Compile(new Adam(learningRate: 0.001), new SparseCategoricalCrossentropy());
        try
        {
            await model.FitAsync(batches, MakeOptions(), stoppingToken);
            logger.LogInformation("Finished after {Epochs} epochs", model.History.Epochs.Count);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The step in work was finished, so that model and history are whole.
            logger.LogInformation("Stopped after {Epochs} epochs", model.History.Epochs.Count);
        }

        model.SaveWeights("weights.safetensors");
        lifetime.StopApplication();
    }

    private FitOptions MakeOptions() => new()
    {
        Epochs = configuration.GetValue("Epochs", defaultValue: 10),
        Callbacks =
        [
            new LambdaCallback
            {
                EpochEnd = (epoch, logs) => progress.Report(new(epoch + 1, logs["loss"], logs["accuracy"])),
            },
        ],
    };
}
