using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Models;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Core.Training;
using Trainer.Core.Training.Losses;
using Trainer.Core.Training.Optimizers;
using Trainer.SampleData;

// Drawn flowers to begin with; leave these two lines out when the files are yours.
SampleDataWriter.Write("training.csv", new() { Count = 320, Classes = 5 });
SampleDataWriter.Write("testing.csv", new() { Count = 100, Classes = 5, FirstSample = 320 });

using CsvImageDataset training = CsvImageDataset.Open("training.csv");
using CsvImageDataset testing = CsvImageDataset.Open("testing.csv", labels: training.Labels);
var augmentation = new ImageDataGenerator(new() { RotationRange = 20, HorizontalFlip = true, Rescale = 1.0 / 255 });
using var batches = new InputPipeline(training, augmentation, new() { Shuffle = Shuffle.Full, Seed = 1 });
using var validation = new InputPipeline(testing, augmentation.ForEvaluation());
using Model model = Model.Create(() => new LeNet(training.Shape, training.Labels.Classes.Count), seed: 1);
model.Compile(new Adam(learningRate: 0.001), new SparseCategoricalCrossentropy());
History history = model.Fit(batches, epochs: 10, validation);
Console.WriteLine($"validation accuracy {history["val_accuracy"][^1]:P1}");
