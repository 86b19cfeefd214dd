// The pipeline alone: its batches are plain memory, for whatever is to learn from them. Here that is the mean image of
// each class, and an unknown image belongs to the class whose mean is nearest. Torch is neither loaded nor needed.
using PipelineWithoutTorch;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.SampleData;

SampleDataWriter.Write("training.csv", new() { Count = 320, Classes = 3, Side = 32 });
SampleDataWriter.Write("testing.csv", new() { Count = 96, Classes = 3, Side = 32, FirstSample = 320 });
using CsvImageDataset training = CsvImageDataset.Open("training.csv", shape: new(Height: 32, Width: 32, Channels: 3));
using CsvImageDataset testing = CsvImageDataset.Open("testing.csv", training.Shape, training.Labels);

var means = new NearestMean(training.Labels.Classes.Count, training.Shape.Length);
using var batches = new InputPipeline(training, options: new() { Epochs = 1 });
await foreach (Batch batch in batches.ReadAllAsync())
{
    // Images is N×C×H×W and Labels N, valid until the loop goes on: then the memory is filled again.
    for (int i = 0; i < batch.Count; i++)
    {
        means.Learn(ImageOf(batch, i), batch.Labels[i]);
    }
}

int right = 0;
using var others = new InputPipeline(testing, options: new() { Epochs = 1 });
await foreach (Batch batch in others.ReadAllAsync())
{
    for (int i = 0; i < batch.Count; i++)
    {
        right += means.Classify(ImageOf(batch, i)) == batch.Labels[i] ? 1 : 0;
    }
}

Console.WriteLine($"accuracy {(double)right / testing.Count:P1}");

static ReadOnlySpan<float> ImageOf(Batch batch, int i) =>
    batch.Images.Slice(i * batch.Shape.Length, batch.Shape.Length);
