using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Wattshare.Exporter.Sensors;

namespace Wattshare.Exporter.Tests.Sensors;

public sealed class ModelEnergyTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void CPU_time_that_leaps_or_falls_is_no_energy()
    {
        var energy = new ModelEnergy(10_000_000, 65_000_000);
        energy.Observe(0, 5_000_000_000, 2);
        energy.Observe(1_000_000_000, 900_000_000_000, 2);
        energy.Observe(2_000_000_000, 1_000_000_000, 2);
        Assert.Equal(20_000_000, energy.Microjoules);
        energy.Observe(3_000_000_000, 2_000_000_000, 2);
        Assert.Equal(30_000_000 + 27_500_000, energy.Microjoules);
    }

    [Fact]
    public void CPU_time_that_outgrows_63_bits_goes_on()
    {
        var energy = new ModelEnergy(0, 8_000_000);
        energy.Observe(0, long.MaxValue - (Second / 2), 2);
        energy.Observe(Second, (Second / 2) - 1, 2);
        Assert.Equal(4_000_000, energy.Microjoules);
    }

    [Fact]
    public void Idle_power_over_time_and_dynamic_power_over_use_add_up()
    {
        var energy = new ModelEnergy(10_000_000, 65_000_000);
        energy.Observe(5 * Second, 100 * Second, 4);
        Assert.Equal(0, energy.Microjoules);

        // 2 s idle at 10 W, then 2 s with one of four threads busy: 10 W + 55 W / 4.
        energy.Observe(7 * Second, 100 * Second, 4);
        Assert.Equal(20_000_000, energy.Microjoules);
        energy.Observe(9 * Second, 102 * Second, 4);
        Assert.Equal(20_000_000 + 20_000_000 + 27_500_000, energy.Microjoules);
    }

    [Fact]
    public void A_change_of_hardware_threads_holds_from_its_instant_on()
    {
        var energy = new ModelEnergy(0, 8_000_000);
        energy.Observe(0, 0, 4);
        energy.Observe(Second, Second, 2);
        Assert.Equal(2_000_000, energy.Microjoules);
        energy.Observe(2 * Second, 2 * Second, 2);
        Assert.Equal(2_000_000 + 4_000_000, energy.Microjoules);
    }

    [Fact]
    public void A_step_back_is_a_new_beginning_and_no_energy()
    {
        var energy = new ModelEnergy(1_000_000, 3_000_000);
        energy.Observe(10 * Second, 50 * Second, 1);
        energy.Observe(11 * Second, 51 * Second, 1);
        energy.Observe(12 * Second, 3 * Second, 1);
        Assert.Equal(3_000_000 + 1_000_000, energy.Microjoules);
        energy.Observe(12 * Second, 4 * Second, 0);
        Assert.Equal(6_000_000, energy.Microjoules);
        energy.Observe(11 * Second, 4 * Second, 1);
        Assert.Equal(6_000_000, energy.Microjoules);
    }

    [Fact]
    public void Twenty_years_at_ten_kilowatts_are_exact()
    {
        const long Seconds = 20L * 365 * 86_400;
        var energy = new ModelEnergy(10_000_000_000, 10_000_000_000);
        energy.Observe(0, 0, 100_000);
        energy.Observe(Seconds * Second, long.MaxValue, 100_000);
        Assert.Equal(Seconds * 10_000_000_000, energy.Microjoules);
    }

    [Fact]
    public void Any_trace_gives_the_same_microjoules_sampled_every_100_ms_every_1_s_and_every_5_s() =>
        Prop.ForAll(Traces().ToArbitrary(), trace => trace.Sampled(1) == trace.Sampled(10) && trace.Sampled(10) == trace.Sampled(50))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Any_trace_gives_the_microjoules_of_rational_arithmetic() =>
        Prop.ForAll(Traces().ToArbitrary(), trace => trace.Sampled(1) == trace.Reference()).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Energy_never_decreases() => Prop.ForAll(Traces().ToArbitrary(), trace => trace.IsMonotonic()).QuickCheckThrowOnFailure();

    private static Gen<Trace> Traces() =>
        from idle in Gen.Choose(1, 2_000_000_000)
        from dynamic in Gen.Choose(0, 2_000_000_000)
        from start in Gen.Choose(0, int.MaxValue)
        from firstThreads in Gen.Choose(1, 512)
        from laterThreads in Gen.Choose(1, 512)
        from busy in Gen.Choose(0, 100_000_007).ArrayOf(100)
        from jitter in Gen.Choose(0, 99_999_999).ArrayOf(101)
        select new Trace(idle, dynamic, start, firstThreads, laterThreads, busy, jitter);

    /// <summary>10 s in steps of about 100 ms; the number of threads changes after 5 s, an instant that every period samples.</summary>
    private sealed record Trace(long Idle, long Dynamic, long Start, int FirstThreads, int LaterThreads, int[] Busy, int[] Jitter)
    {
        private const int Change = 50;

        public long Sampled(int every)
        {
            var energy = new ModelEnergy(Idle, Idle + Dynamic);
            for (var step = 0; step <= Busy.Length; step += every) Observe(energy, step);
            return energy.Microjoules;
        }

        public long Reference()
        {
            // Femtojoules as a fraction over the product of both thread counts.
            var first = Part(0, Change, FirstThreads);
            var later = Part(Change, Busy.Length, LaterThreads);
            return (long)(((first / FirstThreads) + (later / LaterThreads)) / 1_000_000_000);
        }

        public bool IsMonotonic()
        {
            var energy = new ModelEnergy(Idle, Idle + Dynamic);
            var last = 0L;
            for (var step = 0; step <= Busy.Length; step++)
            {
                Observe(energy, step);
                if (energy.Microjoules < last) return false;
                last = energy.Microjoules;
            }

            return last > 0;
        }

        private void Observe(ModelEnergy energy, int step) => energy.Observe(Time(step), Total(step), step < Change ? FirstThreads : LaterThreads);

        private long Time(int step) => Start + (step * 100_000_000L) + Jitter[step];

        private long Total(int step) => Start + Busy.Take(step).Sum(busy => (long)busy);

        private BigInteger Part(int from, int to, int threads) =>
            (new BigInteger(Idle) * (Time(to) - Time(from)) * threads) + (new BigInteger(Dynamic) * (Total(to) - Total(from)));
    }
}
