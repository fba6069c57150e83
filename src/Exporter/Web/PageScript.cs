namespace Wattshare.Exporter.Web;

/// <summary>The script of the page.</summary>
internal static class PageScript
{
    /// <summary>Asks for the snapshot every two seconds while the page is visible. Writes through textContent only.</summary>
    public const string JavaScript =
        """

        'use strict';
        const names = { cpu: 'CPU', dram: 'Memory', gpu: 'GPU', platform: 'Rest of the machine' };
        const methods = { counter: 'hardware counter', integrated: 'measured power, integrated', model: 'MODEL, not a measurement' };
        const period = 2000;
        const byId = id => document.getElementById(id);
        const number = (value, digits) => value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
        const watts = value => value === null ? 'unknown' : number(value, 2) + ' W';
        const clip = text => text.length > 120 ? text.slice(0, 120) + '…' : text;

        function joules(microjoules) {
          const value = microjoules / 1e6;
          if (value >= 3.6e6) return number(value / 3.6e6, 3) + ' kWh';
          return value >= 1e4 ? number(value / 1e3, 2) + ' kJ' : number(value, 2) + ' J';
        }

        // Over all components; null when the power of none is known.
        function sum(energies) {
          const total = { energy: 0, watts: null };
          for (const energy of energies) {
            for (const component of Object.values(energy)) {
              total.energy += component.energy_microjoules;
              if (component.watts !== null) total.watts = (total.watts ?? 0) + component.watts;
            }
          }
          return total;
        }

        function cell(text, kind) {
          const element = document.createElement(kind === 'head' ? 'th' : 'td');
          if (kind === 'head') element.scope = 'row';
          else if (kind) element.className = kind;
          element.textContent = clip(text);
          return element;
        }

        // A row is a list of [text, kind]; the first cell is its heading.
        function fill(id, rows, none) {
          const body = byId(id);
          const columns = body.parentElement.tHead.rows[0].cells.length;
          body.replaceChildren(...rows.map(({ cells, kind }) => {
            const row = document.createElement('tr');
            if (kind) row.className = kind;
            row.append(...cells.map(([text, style], i) => cell(text, i === 0 ? 'head' : style)));
            return row;
          }));
          if (rows.length > 0) return;
          const only = cell(none, 'none');
          only.colSpan = columns;
          body.insertRow().append(only);
        }

        function list(id, items) {
          byId(id).replaceChildren(...items.map(([text, kind]) => {
            const item = document.createElement('li');
            if (kind) item.className = kind;
            item.textContent = text;
            return item;
          }));
        }

        function describe(data, component) {
          const sensors = data.sensors.filter(s => s.component === component);
          const kinds = [...new Set(sensors.map(s => methods[s.method]))];
          return kinds.length > 0 ? kinds.join(' and ') : 'no sensor at present';
        }

        function showMethods(data) {
          const items = data.modelled.map(c =>
            [names[c] + ': MODEL, not a measurement. These watts are computed from how busy the machine is; nothing measured them.', 'note']);
          if (data.measured.length > 0) items.push(['Measured: ' + data.measured.map(c => names[c]).join(', ') + '.']);
          if (items.length === 0) items.push(['Nothing is measured yet.', 'note']);
          list('methods', items);
        }

        function showComponents(data) {
          const floors = new Map(data.idle_floors.map(f => [f.component, f]));
          fill('components', Object.entries(data.host).map(([component, energy]) => {
            const floor = floors.get(component);
            const idle = floor && floor.watts !== null ? watts(floor.watts) + ' (' + floor.source + ')' : 'unknown';
            return { cells: [[names[component]], [watts(energy.watts), 'n'], [joules(energy.energy_microjoules), 'n'], [describe(data, component)], [idle]] };
          }), 'No component is measured.');
        }

        function showBalance(data) {
          const shares = [
            ['Virtual machines', data.vms.flatMap(r => [r.active, r.idle])],
            ['Containers', data.containers.flatMap(r => [r.active, r.idle])],
            ['Host processes outside both', [data.system]],
            ['Idle, carried by nobody', [data.idle]],
            ['Unattributed', Object.values(data.unattributed)],
          ];
          fill('balance', shares.map(([name, energies]) => {
            const total = sum(energies);
            return { cells: [[name], [watts(energies.length > 0 ? total.watts : 0), 'n'], [joules(total.energy), 'n']] };
          }), '');
        }

        function owners(rows, name, details) {
          return rows
            .map(row => ({ row, total: sum([row.active, row.idle]) }))
            .sort((a, b) => (b.total.watts ?? 0) - (a.total.watts ?? 0) || b.total.energy - a.total.energy)
            .map(({ row, total }) => ({
              kind: row.ended ? 'ended' : '',
              cells: [[name(row)], [row.ended ? 'ended' : watts(total.watts), 'n'], [joules(sum([row.active]).energy), 'n'],
                [joules(sum([row.idle]).energy), 'n'], ...details(row)],
            }));
        }

        function showOwners(data) {
          fill('vms', owners(data.vms, r => r.vm ?? '(ended)', r => [[r.uuid ?? '']]), 'No virtual machine runs here.');
          fill('containers', owners(data.containers, r => r.container ?? '(ended)', r =>
            [[r.pod ? r.namespace + '/' + r.pod : ''], [(r.container_id ?? '').slice(0, 12)]]), 'No container runs here.');
        }

        function showProcesses(data) {
          const rows = data.processes
            .map(row => ({ row, total: sum([row.active]) }))
            .sort((a, b) => (b.total.watts ?? 0) - (a.total.watts ?? 0) || b.total.energy - a.total.energy)
            .slice(0, 20)
            .map(({ row, total }) => {
              const owner = [row.vm ? 'VM ' + row.vm : '', row.container_id ? 'container ' + row.container_id.slice(0, 12) : ''].filter(t => t).join(', ');
              return { cells: [[row.command], [String(row.pid), 'n'], [watts(total.watts), 'n'], [joules(total.energy), 'n'], [owner || 'host']] };
            });
          fill('processes', rows, 'No process is shown.');
        }

        function showSensors(data) {
          fill('sensors', data.sensors.map(s => {
            const failed = Object.values(s.errors).reduce((a, b) => a + b, 0);
            return {
              cells: [[s.sensor], [s.zone], [s.path], [s.component ? names[s.component] + ', ' + methods[s.method] : 'shown only'],
                [s.up ? 'up' : 'down: ' + s.outcome, s.up ? '' : 'bad'], [number(failed, 0), 'n']],
            };
          }), 'No sensor was found.');
          const faults = Object.entries(data.faults).filter(([, count]) => count > 0);
          list('faults', faults.length > 0 ? faults.map(([kind, count]) => [kind.replaceAll('_', ' ') + ': ' + number(count, 0)]) : [['None.', 'none']]);
        }

        function show(data) {
          const total = sum([data.host]).watts;
          byId('total').textContent = total === null ? '–' : number(total, 1);
          byId('version').textContent = 'version ' + data.version;
          const busy = data.busy_ratio === null ? '' : ', ' + number(data.busy_ratio * 100, 0) + ' % busy';
          const fault = data.unhealthy ?? data.waiting_for;
          byId('status').className = fault ? 'bad' : '';
          byId('status').textContent = fault ?? 'Sampled every ' + number(data.interval_nanoseconds / 1e9, 2) + ' s, ' + data.hardware_threads + ' threads' + busy;
          showMethods(data);
          showComponents(data);
          showBalance(data);
          showOwners(data);
          showProcesses(data);
          showSensors(data);
        }

        async function update() {
          try {
            const answer = await fetch('api/v1/snapshot', { cache: 'no-store', signal: AbortSignal.timeout(10000) });
            if (!answer.ok) throw new Error('HTTP ' + answer.status);
            show(await answer.json());
          } catch (error) {
            byId('status').className = 'bad';
            byId('status').textContent = 'The exporter does not answer: ' + error.message;
          }
        }

        async function run() {
          if (!document.hidden) await update();
          setTimeout(run, period);
        }

        run();

        """;
}
