// Any TorchSharp module is a network, and a callback hears of every epoch and step.
using OwnNetworkAndCallback;
using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Training;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.SampleData;

SampleDataWriter.Write("training.csv", new() { Count = 320, Classes = 3, Side = 32 });
using CsvImageDataset training = CsvImageDataset.Open("training.csv", shape: new(Height: 32, Width: 32, Channels: 3));

var augmentation = new ImageDataGenerator(new() { HorizontalFlip = true, Rescale = 1.0 / 255 });
using var batches = new InputPipeline(training, augmentation, new() { Shuffle = Shuffle.Full, Seed = 1 });

using Model model = Model.Create(() => new TwoConvolutions(training.Shape, training.Labels.Classes.Count), seed: 1);
Console.WriteLine(model.Summary(training.Shape));
model.Compile(new Adam(learningRate: 0.003), new SparseCategoricalCrossentropy());
model.Fit(batches, new FitOptions { Epochs = 30, Callbacks = [new StopAtAccuracy(goal: 0.9)] });
