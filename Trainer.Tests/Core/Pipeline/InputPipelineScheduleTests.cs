using Trainer.Augment;
using Trainer.Core.Data;
using Trainer.Core.Pipeline;
using Trainer.Core.Sampling;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Core.Pipeline;

/// <summary>
/// A thousand pipelines of drawn sizes, each with a drawn fault at a drawn moment: what is delivered before it is right,
/// then it ends with that fault and has every slot back.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class InputPipelineScheduleTests(ITestOutputHelper output)
{
    private const int Schedules = 1000;
    private const int Seed = 20240607;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private enum Ending
    {
        None,
        ReadFault,
        DecodeFault,
        BadRow,
        AugmentFault,
        CancelledFault,
        Disposal,
        ForeignDisposal,
    }

    [Fact]
    public async Task Pipeline_DrawnSchedules_EndAsDrawn()
    {
        for (int number = 0; number < Schedules; number++)
        {
            Schedule schedule = Schedule.Draw(new Random(Seed + number));
            try
            {
                await RunAsync(schedule).WaitAsync(Bound, TestContext.Current.CancellationToken);
            }
            catch (Exception)
            {
                output.WriteLine($"Schedule {number}: {schedule}");
                throw;
            }
        }
    }

    private static async Task RunAsync(Schedule schedule)
    {
        int augmented = 0;
        var dataset = new MemoryDataset(schedule.Rows, shape: new(1, 1, 1))
        {
            OnRead = row => _ = schedule.Ending == Ending.ReadFault && row == schedule.Row ? throw new IOException("read") : 0,
            OnDecode = row => _ = row == schedule.Row && schedule.DecodeFault() is { } fault ? throw fault : 0,
        };
        var generator = new ImageDataGenerator(new ImageDataGeneratorOptions
        {
            PreprocessingFunction = (_, _, _) =>
                _ = schedule.Ending == Ending.AugmentFault && Interlocked.Increment(ref augmented) > schedule.Moment ? throw new InvalidOperationException("augment") : 0,
        });
        var pipeline = new InputPipeline(dataset, generator, schedule.Options);
        string outcome = await Task.Run(() => Take(pipeline, schedule));

        Assert.Equal(Expected(pipeline, schedule), outcome);
        await pipeline.DisposeAsync();
        (int free, int total) = pipeline.CountSlots();
        Assert.Equal(total, free);
        Assert.Empty(pipeline.Abandoned);
    }

    private static string Expected(InputPipeline pipeline, Schedule schedule)
    {
        long batches = (long)pipeline.StepsPerEpoch * schedule.Options.Epochs!.Value;
        long images = pipeline.Schedule.SamplesPerEpoch * schedule.Options.Epochs!.Value;
        return schedule.Ending switch
        {
            Ending.Disposal or Ending.ForeignDisposal when schedule.Moment <= batches => "disposed",
            Ending.AugmentFault when schedule.Moment < images => "augment: augment",
            Ending.BadRow when schedule.Options.BadRows == BadRows.Skip => "end",

            // An endless stream, or one that drops its remainder, may never come to the row.
            Ending.ReadFault when Meets(pipeline, schedule) => "read: read",
            Ending.DecodeFault when Meets(pipeline, schedule) => "parse: decode",
            Ending.CancelledFault when Meets(pipeline, schedule) => "parse: cancelled",
            Ending.BadRow when Meets(pipeline, schedule) => "f.csv, row 1: bad",
            _ => "end",
        };
    }

    /// <summary>Whether the row that fails is among those that the stream delivers.</summary>
    private static bool Meets(InputPipeline pipeline, Schedule schedule) => (
        from epoch in Enumerable.Range(0, schedule.Options.Epochs!.Value)
        from step in Enumerable.Range(0, pipeline.StepsPerEpoch)
        from position in Enumerable.Range(0, pipeline.Schedule.BatchSizeAt(step))
        select pipeline.Schedule.SampleAt(epoch, step, position).Row).Contains(schedule.Row);

    /// <summary>Takes to the end and checks every batch on the way.</summary>
    private static string Take(InputPipeline pipeline, Schedule schedule)
    {
        var held = new Queue<Batch>();
        int taken = 0;
        try
        {
            while (true)
            {
                if (taken == schedule.Moment && schedule.Ending is Ending.Disposal)
                {
                    pipeline.Dispose();
                }
                else if (taken == schedule.Moment && schedule.Ending is Ending.ForeignDisposal)
                {
                    Task.WaitAll(Task.Run(pipeline.Dispose), Task.Run(pipeline.Dispose));
                }

                if (pipeline.Take() is not { } batch)
                {
                    return "end";
                }

                Check(batch, taken++, pipeline, schedule);
                held.Enqueue(batch);
                if (held.Count == schedule.Options.ConsumerBatches)
                {
                    held.Dequeue().Dispose();
                }
            }
        }
        catch (ObjectDisposedException)
        {
            return "disposed";
        }
        catch (PipelineStageException e)
        {
            return $"{e.Stage}: {e.InnerException!.Message}";
        }
        catch (DatasetFormatException e)
        {
            return e.Message;
        }
        finally
        {
            while (held.TryDequeue(out Batch? batch))
            {
                batch.Dispose();
            }
        }
    }

    private static void Check(Batch batch, int number, InputPipeline pipeline, Schedule schedule)
    {
        (int epoch, int step) = Math.DivRem(number, pipeline.StepsPerEpoch);
        Assert.Equal(new PipelinePosition(epoch, step), batch.Position);
        int[] rows =
        [
            .. Enumerable.Range(0, pipeline.Schedule.BatchSizeAt(step))
                .Select(position => pipeline.Schedule.SampleAt(epoch, step, position).Row)
                .Where(row => schedule.Ending != Ending.BadRow || row != schedule.Row),
        ];
        Assert.Equal(rows, batch.Rows.ToArray());
        Assert.Equal(rows.Select(row => (float)MemoryDataset.PixelOf(row)), batch.Images.ToArray());
        Assert.Equal(rows.Select(row => (long)row % 3), batch.Labels.ToArray());
    }

    // Row is the row that fails; Moment counts the batches before a disposal, or the images before a fault in the augmentation.
    private sealed record Schedule(int Rows, Ending Ending, int Row, int Moment, InputPipelineOptions Options)
    {
        public static Schedule Draw(Random random)
        {
            int rows = random.Next(1, 40);
            int batchSize = random.Next(1, 9);
            return new Schedule(rows, random.GetItems(Enum.GetValues<Ending>(), 1)[0], random.Next(rows), random.Next(0, 20), new InputPipelineOptions
            {
                BatchSize = batchSize,
                Epochs = random.Next(1, 4),
                ChunkSize = random.Next(1, 12),
                MaxQueueSize = random.Next(1, 5),
                ConsumerBatches = random.Next(1, 4),
                ParseWorkers = random.Next(1, 6),
                AugmentWorkers = random.Next(1, 6),
                Shuffle = random.GetItems(Enum.GetValues<Shuffle>(), 1)[0],
                ShuffleBuffer = random.Next(1, 20),
                Seed = (ulong)random.Next(),
                StepsPerEpoch = random.Next(4) == 0 ? random.Next(1, 8) : null,
                DropRemainder = random.Next(4) == 0 && rows >= batchSize,
                BadRows = random.GetItems(Enum.GetValues<BadRows>(), 1)[0],
                BadRowLimit = BadRowLimit.Count(1),
            });
        }

        public Exception? DecodeFault() => Ending switch
        {
            Ending.DecodeFault => new InvalidOperationException("decode"),
            Ending.CancelledFault => new OperationCanceledException("cancelled"),
            Ending.BadRow => new DatasetFormatException("f.csv", 1, 0, "bad"),
            _ => null,
        };
    }
}
