// A training loop of one's own: the pipeline delivers batches, the model takes one step for each.
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Models;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Training;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.SampleData;

SampleDataWriter.Write("training.csv", new() { Count = 320, Classes = 3, Side = 32 });
using CsvImageDataset training = CsvImageDataset.Open("training.csv", shape: new(Height: 32, Width: 32, Channels: 3));

var augmentation = new ImageDataGenerator(new() { HorizontalFlip = true, Rescale = 1.0 / 255 });
using var batches = new InputPipeline(training, augmentation, new() { Shuffle = Shuffle.Full, Seed = 1, Epochs = 8 });

using Model model = Model.Create(() => new LeNet(training.Shape, training.Labels.Classes.Count), seed: 1);
model.Compile(new Adam(learningRate: 0.003), new SparseCategoricalCrossentropy());

double right = 0;
await foreach (Batch batch in batches.ReadAllAsync())
{
    // The batch's memory goes back to the pipeline when the loop goes on; copy what you want to keep.
    BatchResult result = model.TrainOnBatch(batch);
    right += result.Accuracy * result.Count;
    if (batch.IsLastOfEpoch)
    {
        Console.WriteLine($"epoch {batch.Epoch + 1}: accuracy {right / training.Count:P0}");
        right = 0;
    }
}
