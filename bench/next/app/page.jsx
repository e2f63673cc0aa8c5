import { PAGE, chips, more, search, streets } from "./rooms";

export const dynamic = "force-dynamic";

const Icon = ({ name }) => (
  <svg className="icon" aria-hidden="true"><use href={`#i-${name}`} /></svg>
);

const Chip = ({ chip, checked }) => (
  <label className="chip">
    <input type="checkbox" name={chip.name} value={chip.value} defaultChecked={checked} />
    <span><Icon name={chip.icon} /><Icon name="tick" />{chip.words}</span>
  </label>
);

const Form = ({ asked, has }) => (
  <form className="search" method="get" action="/" role="search" aria-label="查找母婴室">
    <div className="field">
      <label className="vh" htmlFor="q">搜索</label>
      <input id="q" name="q" type="search" defaultValue={asked.q ?? ""} placeholder="商场、地铁站、街道" maxLength="100" />
      <button className="find" type="submit"><Icon name="search" /><span>搜索</span></button>
    </div>
    <div className="chips" role="group" aria-label="筛选">
      {chips.map((chip) => <Chip key={chip.value} chip={chip} checked={has.includes(chip.value)} />)}
    </div>
    <details className="more">
      <summary><Icon name="more" />更多</summary>
      <fieldset>
        <legend>设施</legend>
        <div className="chips">
          {more.map((chip) => <Chip key={chip.value} chip={chip} checked={has.includes(chip.value)} />)}
        </div>
      </fieldset>
      <select name="street" defaultValue={asked.street ?? ""}>
        <option value="">不限</option>
        {streets.map((street) => <option key={street.code} value={street.code}>{street.name}</option>)}
      </select>
    </details>
  </form>
);

const Card = ({ room }) => (
  <li className="card" data-code={room.code} data-lon={room.lon} data-lat={room.lat} data-state={room.state}>
    <article>
      <h3 className="card-name"><a href={`/rooms/${room.code}`}>{room.name}</a></h3>
      <p className="card-where">
        <span className={`state state-${room.state}`}><Icon name={room.state} />{room.words}</span>
        {room.floor && <> <span className="nowrap">{room.floor}</span></>}
      </p>
      <ul className="card-facts">
        {room.facts.map((fact) => <li key={fact.icon}><Icon name={fact.icon} />{fact.words}</li>)}
      </ul>
    </article>
  </li>
);

export default async function Finder({ searchParams }) {
  const asked = await searchParams;
  const has = [asked.has ?? []].flat();
  const found = search(asked, has);
  const page = Number(asked.page ?? 1);
  return (
    <main className="finder" id="main">
      <h1 className="vh">龙岗区母婴室</h1>
      <Form asked={asked} has={has} />
      <p role="status">{found.length} 间母婴室</p>
      <ol className="cards">
        {found.slice((page - 1) * PAGE, page * PAGE).map((room) => <Card key={room.code} room={room} />)}
      </ol>
      {found.length > page * PAGE && <a className="button" href={`/?page=${page + 1}`} rel="next">下一页</a>}
    </main>
  );
}
